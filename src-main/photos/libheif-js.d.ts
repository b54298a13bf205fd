/** The part of libheif-js that `heic.ts` uses; the package says nothing of its types. */
declare module 'libheif-js/wasm-bundle.js' {
  export interface HeifImage {
    get_width(): number
    get_height(): number
    is_primary(): boolean
    display(into: { data: Uint8ClampedArray; width: number; height: number }, done: (filled: unknown) => void): void
    free(): void
  }

  const library: { readonly HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] } }
  export default library
}
