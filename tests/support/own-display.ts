/** The worker's own of the displays that displays.ts started. */
const displays = process.env['CANTONIERE_DISPLAYS']?.split(' ') ?? []
const own = displays[(Number(process.env['VITEST_POOL_ID']) - 1) % Math.max(1, displays.length)]
if (own !== undefined) process.env['DISPLAY'] = own
