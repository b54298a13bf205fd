import { describe, expect, it } from 'vitest'
import { remoteAddress, remotePictures } from '@shared/mail/remote-pictures'

describe('the pictures of a mail that lie elsewhere', () => {
  it('are those that its HTML names, however it writes the address', () => {
    const html = `<img src="https://a.example/1.png?x=1&amp;y=2"><IMG alt='>' border=0 SRC='//b.example/2.gif'>
      <img width=1 src=http://c.example/3.jpg><img src="http&#58;//d.example/4.png">`
    expect([...remotePictures(html)]).toEqual([
      'https://a.example/1.png?x=1&y=2',
      'http://c.example/3.jpg',
      'http://d.example/4.png',
    ])
  })

  it('are not its links, its inline pictures, or what only looks like an address', () => {
    const html = `<a href="https://a.example/">qui</a><img src="cid:foto"><img src="data:image/png;base64,AA">
      <img src="foto.png"><img src="ftp://a.example/x.png"><img data-src="https://a.example/spia.gif">`
    expect([...remotePictures(html)]).toEqual([])
    expect(remoteAddress('https://')).toBeNull()
  })
})
