// By name, so that the bundle takes in this one line of the manifest.
export { version } from '../../package.json';
