// The pages of those who write, loaded when one of them is opened: most visitors only read.
export { entry } from './entry.js';
export { importPage } from './import.js';
export { resolutionPage } from './resolution.js';
export { review } from './review.js';
export { setup } from './setup.js';
export { work } from './work.js';
