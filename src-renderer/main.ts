import './main.css'
import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { z } from 'zod'
import App from '@/app/App.vue'
import { keepBusyFocus } from '@/app/busy-focus'
import { features } from '@/app/features'
import { fetchAhead } from '@/app/fetch-ahead'
import { createWords } from '@/app/i18n'
import { createDeskRouter } from '@/app/router'
import { openBridge } from '@/client/open-bridge'
import { createDesk, deskKey } from '@/client/client'
import { createTrouble, troubleKey } from '@/client/trouble'

// zod probes `new Function` for speed, which the page's CSP forbids and reports.
z.config({ jitless: true })

const bridge = openBridge()
const desk = createDesk(bridge)
const app = createApp(App)
app.provide(deskKey, desk)
app.provide(troubleKey, createTrouble(bridge))
app.use(createPinia())
app.use(createWords())
const router = createDeskRouter(features, desk)
app.use(router)
app.use(ui)
app.mount('#app')
keepBusyFocus(document)
void fetchAhead(router, ['sign-in', 'queue'])
