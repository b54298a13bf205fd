import { _api } from '@iconify/vue'

// The build packs the icons that it finds; a test's page has none, and the kit would ask a server of the internet for each.
_api.setFetch(() => Promise.resolve(new Response(null, { status: 404 })))
