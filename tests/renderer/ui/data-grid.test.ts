import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ref, shallowRef } from 'vue'
import DataGrid from '@/ui/grid/DataGrid.vue'
import type { GridColumn, GridHandle, GridSource, RowKey } from '@/ui/grid/grid-types'
import { mountPart } from '../../support/mount-part'

interface Row {
  readonly id: number
  readonly subject: string
}

const COLUMNS: readonly GridColumn[] = [
  { id: 'number', title: 'Numero', width: 100, sortKey: 'number' },
  { id: 'subject', title: 'Oggetto', width: 200, grow: 1 },
  { id: 'crew', title: 'Squadra', width: 100, optional: true },
]

const listOf = (ids: readonly number[]) => {
  const rows = shallowRef<readonly Row[]>(ids.map((id) => ({ id, subject: `Segnalazione ${id}` })))
  const total = ref(rows.value.length)
  const isChanging = ref(false)
  const isReady = ref(true)
  const resets: (() => void)[] = []
  const source: GridSource<Row> = {
    total,
    isLoading: ref(false),
    isReady,
    isChanging,
    error: ref(undefined),
    changed: shallowRef(new Set<RowKey>()),
    rowAt: (index) => rows.value[index],
    indexOf: (key) => {
      const index = rows.value.findIndex((row) => row.id === key)
      return index < 0 ? undefined : index
    },
    ensureRange: () => undefined,
    keysBetween: (from, to) =>
      Promise.resolve(rows.value.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id)),
    onShift: () => undefined,
    onReset: (listener) => void resets.push(listener),
    refresh: () => Promise.resolve(),
  }
  const become = (next: readonly number[]): void => {
    rows.value = next.map((id) => ({ id, subject: `Segnalazione ${id}` }))
    total.value = next.length
  }
  /** Nothing was answered yet. */
  const wait = (): void => {
    isReady.value = false
  }
  /** Another list was asked for; `arrive` brings it. */
  const ask = (): void => {
    isChanging.value = true
  }
  const arrive = (next: readonly number[]): void => {
    become(next)
    for (const listener of resets) listener()
    isChanging.value = false
    isReady.value = true
  }
  return { source, become, wait, ask, arrive }
}

const HUNDRED = Array.from({ length: 100 }, (_, index) => 500 - index)

describe('the grid answers the keyboard', () => {
  let mounted: VueWrapper | null = null
  afterEach(() => mounted?.unmount())

  const grid = (ids: readonly number[] = HUNDRED) => {
    const { source, become, wait, ask, arrive } = listOf(ids)
    const selected = ref<ReadonlySet<RowKey>>(new Set())
    const active = ref<RowKey | null>(null)
    const onOpen = vi.fn()
    const onSort = vi.fn()
    /** The rows whose subject was drawn, in the order in which that happened. */
    const drawn: number[] = []
    const { wrapper } = mountPart(
      DataGrid as never,
      {
        label: 'Segnalazioni',
        columns: COLUMNS,
        source,
        keyOf: (row: Row) => row.id,
        nameOf: (row: Row) => row.subject,
        sort: { key: 'number', descending: true },
        selected: selected.value,
        active: active.value,
        'onUpdate:selected': (value: ReadonlySet<RowKey>) => {
          selected.value = value
          void wrapper.setProps({ selected: value })
        },
        'onUpdate:active': (value: RowKey | null) => {
          active.value = value
          void wrapper.setProps({ active: value })
        },
        onOpen,
        'onUpdate:sort': onSort,
      },
      {
        'cell-number': ({ row }) => String(row.id),
        'cell-subject': ({ row }) => {
          drawn.push(row.id)
          return row.subject
        },
      },
    )
    mounted = wrapper
    const press = async (key: string, extra: KeyboardEventInit = {}): Promise<void> => {
      const target =
        document.activeElement?.closest('[role=row], [role=rowgroup]') ?? document.querySelector('[data-index="0"]')
      target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...extra }))
      await flushPromises()
    }
    const enter = async (): Promise<void> => {
      ;(document.querySelector('[data-index="0"]') as HTMLElement).focus()
      await press('j')
    }
    return { wrapper, press, enter, active, selected, onOpen, onSort, become, wait, ask, arrive, drawn }
  }
  const handleOf = (wrapper: VueWrapper) => wrapper.vm as unknown as GridHandle

  it('takes the steps that were asked for before its first rows were there', async () => {
    const { wrapper, active, wait, arrive } = grid([])
    wait()
    await flushPromises()
    handleOf(wrapper).moveBy(1)
    handleOf(wrapper).moveBy(1)
    arrive(HUNDRED)
    await flushPromises()
    expect(active.value).toBe(HUNDRED[1])
  })

  it('gives what is left of the width to the columns that nobody sized', async () => {
    const { wrapper } = grid()
    const template = () => (wrapper.find('[role=grid]').element as HTMLElement).style.getPropertyValue('--grid-columns')
    expect(template()).toBe('36px 100px minmax(200px, 1fr) 28px')
    await wrapper.setProps({ layout: { widths: { subject: 140 }, shown: null } })
    expect(template()).toBe('36px 100px 140px minmax(28px, 1fr)')
  })

  it('shows a column that needs room only where the list has it, and always to whoever asked for it', async () => {
    const { wrapper } = grid()
    const heads = () => wrapper.findAll('[role=columnheader]').map((head) => head.text())
    const roomy = COLUMNS.map((column) => (column.id === 'crew' ? { ...column, optional: false, room: 900 } : column))
    await wrapper.setProps({ columns: roomy })
    expect(heads()).not.toContain('Squadra')
    await wrapper.setProps({ layout: { widths: {}, shown: ['number', 'crew'] } })
    expect(heads()).toContain('Squadra')
  })

  it('draws a window of a long list and tells its true length', () => {
    const { wrapper } = grid(Array.from({ length: 50_000 }, (_, index) => index + 1))
    expect(wrapper.get('[role=grid]').attributes('aria-rowcount')).toBe('50001')
    expect(wrapper.findAll('[data-index]').length).toBeLessThan(60)
    expect(wrapper.get('[data-index="3"]').attributes('aria-rowindex')).toBe('5')
  })

  it('walks with j, k, arrows, Home and End, and the focus goes along', async () => {
    const { press, enter, active } = grid()
    await enter()
    expect(active.value).toBe(500)
    await press('j')
    await press('ArrowDown')
    expect(active.value).toBe(498)
    expect(document.activeElement?.getAttribute('data-index')).toBe('2')
    await press('k')
    expect(active.value).toBe(499)
    await press('End')
    expect(active.value).toBe(401)
    expect(document.activeElement?.getAttribute('data-index')).toBe('99')
    await press('Home')
    expect(active.value).toBe(500)
    await press('ArrowUp')
    expect(active.value).toBe(500)
  })

  it('takes the focus with the first key that comes from outside, where nothing else has it', async () => {
    const { wrapper, active } = grid()
    const { moveBy } = wrapper.vm as unknown as { moveBy(by: number): void }
    moveBy(1)
    await flushPromises()
    expect(active.value).toBe(500)
    expect(document.activeElement?.getAttribute('data-index')).toBe('0')
    const elsewhere = document.body.appendChild(document.createElement('input'))
    elsewhere.focus()
    moveBy(1)
    await flushPromises()
    expect(active.value).toBe(499)
    expect(document.activeElement).toBe(elsewhere)
    elsewhere.remove()
  })

  it('walks into the cells and back to the row', async () => {
    const { press, enter } = grid()
    await enter()
    await press('ArrowRight')
    expect(document.activeElement?.getAttribute('data-cell')).toBe('0')
    await press('ArrowLeft')
    expect(document.activeElement?.getAttribute('role')).toBe('row')
  })

  it('chooses rows one by one, in a range, and all', async () => {
    const { press, enter, selected } = grid()
    await enter()
    await press(' ')
    expect([...selected.value]).toEqual([500])
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    expect([...selected.value]).toEqual([500, 498, 497, 496])
    await press('ArrowUp', { shiftKey: true })
    expect([...selected.value]).toEqual([500, 498, 497])
    await press('a', { ctrlKey: true })
    expect(selected.value.size).toBe(100)
    await press('Escape')
    expect(selected.value.size).toBe(0)
  })

  it('opens the row that the keyboard is on', async () => {
    const { press, enter, onOpen } = grid()
    await enter()
    await press('j')
    await press('Enter')
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 499 }))
  })

  it('stays on its row when new ones come above, and keeps the focus', async () => {
    const { press, enter, active, become } = grid()
    await enter()
    await press('j')
    become([503, 502, 501, ...HUNDRED])
    await flushPromises()
    expect(active.value).toBe(499)
    expect(document.activeElement?.getAttribute('data-index')).toBe('4')
    await press('j')
    expect(active.value).toBe(498)
  })

  it('leaves the place to the next row when its own has gone, without choosing it', async () => {
    const { press, enter, active, become } = grid([5, 4, 3, 2, 1])
    await enter()
    await press('j')
    become([5, 3, 2, 1])
    await flushPromises()
    expect(active.value).toBe(4)
    await press('j')
    expect(active.value).toBe(2)
  })

  it('takes the keyboard at its first row once the list that was asked for is there', async () => {
    const { wrapper, press, active, ask, arrive } = grid()
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    ask()
    handleOf(wrapper).focus()
    await flushPromises()
    // It waits in the list's place: what is pressed now is no letter of the field.
    expect(document.activeElement?.getAttribute('role')).toBe('rowgroup')
    await press('ArrowDown')
    expect(active.value).toBeNull()
    arrive([7, 5, 3])
    await flushPromises()
    expect(document.activeElement?.getAttribute('data-index')).toBe('0')
    expect(active.value).toBe(7)
    field.remove()
  })

  it('chooses all of the list that was asked for, however early the key', async () => {
    const { wrapper, press, selected, ask, arrive } = grid()
    ask()
    handleOf(wrapper).focus()
    await press('a', { ctrlKey: true })
    await flushPromises()
    expect(selected.value.size).toBe(0)
    arrive([7, 5, 3])
    await flushPromises()
    expect([...selected.value]).toEqual([7, 5, 3])
  })

  it('calls nobody back who went elsewhere while the list was on its way', async () => {
    const { wrapper, ask, arrive } = grid()
    const [field, other] = [0, 1].map(() => document.body.appendChild(document.createElement('input')))
    field?.focus()
    ask()
    handleOf(wrapper).focus()
    other?.focus()
    arrive([7, 5, 3])
    await flushPromises()
    expect(document.activeElement).toBe(other)
    for (const one of [field, other]) one?.remove()
  })

  it('draws a row once, however far the list is scrolled past it', async () => {
    const { wrapper, press, enter, drawn } = grid()
    await enter()
    expect(drawn).toContain(498)
    drawn.length = 0
    const scroller = wrapper.get('.grid-scroller').element
    for (let turn = 1; turn <= 3; turn += 1) {
      scroller.scrollTop = turn * 32
      scroller.dispatchEvent(new Event('scroll'))
      await flushPromises()
    }
    const later = wrapper.findAll('[data-index]').map((row) => Number(row.attributes('data-index')))
    expect(later).toContain(2)
    expect(drawn).not.toContain(498)
    // What is chosen is drawn anew, that row alone.
    drawn.length = 0
    await press(' ')
    expect(new Set(drawn)).toEqual(new Set([500]))
  })

  it('sorts by a column that can be sorted, the other way at the second time', async () => {
    const { wrapper, onSort } = grid()
    const header = wrapper.findAll('[role=columnheader]')[1]
    expect(header?.attributes('aria-sort')).toBe('descending')
    await header?.get('button').trigger('click')
    expect(onSort).toHaveBeenCalledWith({ key: 'number', descending: false })
    expect(wrapper.text()).not.toContain('Squadra')
  })
})
