import type { Command } from 'commander'
import { z } from 'zod'
import { contract } from '@shared/contract'
import type { Feature } from '@shared/contract/define'
import { appError } from '@shared/kernel/app-error'
import { CommandRefused, makeOutput, print } from './output'
import { globalOptions } from './options'
import { type Session, noSecrets, unwrap, withEngine } from './with-engine'

export const callCommand = (program: Command): void => {
  program
    .command('call <store> <name> [input]')
    .description('any query or command of the contract, its input as JSON')
    .action(async (path: string, name: string, input: string | undefined, _options: unknown, command: Command) => {
      const parsed = parseJson(input ?? '{}')
      refuseUnknownFields(name, parsed)
      const { as } = globalOptions(command)
      const ask = async ({ engine, caller }: Session): Promise<unknown> =>
        unwrap(await engine.door.call(caller, name, parsed))
      const value = await withEngine(path, as, ask, noSecrets)
      print(`${JSON.stringify(value)}\n`)
    })
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new CommandRefused(appError('invalid_input', { field: 'JSON' }))
  }
}

/** A field that the call does not have would be passed over in silence, and the answer be one to another question. */
const refuseUnknownFields = (name: string, input: unknown): void => {
  const [feature = '', call = ''] = name.split('.')
  const schema = (contract as Readonly<Record<string, Feature>>)[feature]?.[call]?.input
  if (!(schema instanceof z.ZodObject) || typeof input !== 'object' || input === null) return
  const unknown = Object.keys(input).find((field) => !Object.hasOwn(schema.shape, field))
  if (unknown !== undefined) throw new CommandRefused(appError('invalid_input', { field: unknown }))
}

export const contractCommand = (program: Command): void => {
  program
    .command('contract')
    .description('the contract itself as JSON Schema, a line per call')
    .action((_options: unknown, command: Command) => {
      const output = makeOutput(globalOptions(command).json)
      for (const [feature, calls] of Object.entries(contract as Readonly<Record<string, Feature>>)) {
        for (const [name, call] of Object.entries(calls)) {
          const line = {
            name: `${feature}.${name}`,
            kind: call.kind,
            needs: call.needs,
            touchesPerson: call.touchesPerson,
            input: z.toJSONSchema(call.input, { io: 'input', unrepresentable: 'any' }),
            output: z.toJSONSchema(call.output, { io: 'output', unrepresentable: 'any' }),
          }
          output.row(line, JSON.stringify(line))
        }
      }
    })
}
