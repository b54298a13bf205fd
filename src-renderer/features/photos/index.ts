/** Photos wherever they are shown: the viewer of a ticket's photos, what is about to be attached, where one was taken. */
export { default as PhotoPlaceLine } from './PhotoPlaceLine.vue'
export { default as PhotoViewer } from './PhotoViewer.vue'
export { default as AddedFile } from './AddedFile.vue'
