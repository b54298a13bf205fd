import { ref } from 'vue'

/** Whether the guide lies over the screen; the button in the bar opens the same one as the key does. */
export const guideOpen = ref(false)
