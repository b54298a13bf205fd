'use strict'
{
  const form = document.getElementById('find')
  const field = document.getElementById('code')
  const error = document.getElementById('code-error')
  const say = (text) => {
    error.textContent = text
    field.setAttribute('aria-invalid', String(text !== ''))
    if (text !== '') field.focus()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // As the code is read out: no I, L, O or U in it.
    const symbols = field.value
      .toUpperCase()
      .replaceAll(/[^0-9A-Z]/g, '')
      .replaceAll(/[IL]/g, '1')
      .replaceAll('O', '0')
    if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(symbols)) {
      say(form.dataset.wrong)
      return
    }
    say('')
    const page = `s/${symbols.match(/.{4}/g).join('-')}.html`
    const go = () => {
      window.location.href = page
    }
    // From a file there is nobody to ask first.
    if (!window.location.protocol.startsWith('http')) go()
    else
      fetch(page, { method: 'HEAD', cache: 'no-store' }).then((answer) => {
        if (answer.status === 404) say(form.dataset.unknown)
        else go()
      }, go)
  })
}
