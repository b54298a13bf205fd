declare module 'simpleheat' {
  /** Its types are ours: the package has none. */
  interface Heat {
    data: (points: readonly (readonly [x: number, y: number, weight: number])[]) => Heat
    max: (weight: number) => Heat
    radius: (pixels: number, blur?: number) => Heat
    gradient: (stops: Readonly<Record<number, string>>) => Heat
    draw: (least?: number) => Heat
  }
  export default function simpleheat(canvas: HTMLCanvasElement): Heat
}
