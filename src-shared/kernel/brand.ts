declare const brand: unique symbol

/** A nominal type over a plain one: `Brand<number, 'TicketId'>` cannot be mixed up with another id. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
