import { z } from 'zod'

/**
 * Made by the page for one act of a person: the same key again (after a line that broke before the answer came) is
 * answered with what the first one did, and nothing is done twice.
 */
export const onceKey = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .optional()
