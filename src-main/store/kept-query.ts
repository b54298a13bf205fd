import type { Compilable, CompiledQuery, QueryResult, RawBuilder } from 'kysely'
import type { ReadDb } from './handles'

/** Stands in a statement for a value that is only known when it runs. */
class Later {
  constructor(readonly name: string) {}
}

/** The place of a value in a kept statement: `where('id', '=', later<number>('id'))`. */
export const later = <T>(name: string): T => new Later(name) as unknown as T

/** Forms of one statement that are kept, the ones used last: filters come in many, a person works with a few. */
const FORMS_KEPT = 100

/**
 * A statement that is built once for each of its forms and then only run: building and compiling one costs as much as
 * finding the page of fifty rows that it asks for. What changes from run to run is `later(name)` in it and comes in
 * `values`; everything else that it is built from must be told by `form`.
 */
export class KeptQuery<Row> {
  readonly #forms = new Map<string, CompiledQuery<Row>>()

  async run(
    db: ReadDb,
    form: string,
    build: () => Compilable<Row>,
    values: Readonly<Record<string, unknown>> = {},
  ): Promise<Row[]> {
    return (await this.execute(db, form, build, values)).rows
  }

  /** The same with what a statement that writes has to tell. */
  execute(
    db: ReadDb,
    form: string,
    build: () => Compilable<Row>,
    values: Readonly<Record<string, unknown>>,
  ): Promise<QueryResult<Row>> {
    const compiled = this.#formOf(form, build)
    const parameters = compiled.parameters.map((value) => (value instanceof Later ? values[value.name] : value))
    return db.getExecutor().executeQuery({ ...compiled, parameters })
  }

  #formOf(form: string, build: () => Compilable<Row>): CompiledQuery<Row> {
    const known = this.#forms.get(form)
    const compiled = known ?? build().compile()
    this.#forms.delete(form)
    this.#forms.set(form, compiled)
    if (this.#forms.size > FORMS_KEPT) {
      const oldest = this.#forms.keys().next()
      if (!oldest.done) this.#forms.delete(oldest.value)
    }
    return compiled
  }
}

/** A raw statement as one that can be kept. */
export const compilable = <Row>(statement: RawBuilder<Row>, db: ReadDb): Compilable<Row> => ({
  compile: () => statement.compile(db),
})
