#!/usr/bin/env node
// An executable file, as `runTests` wants one in place of VS Code's.
import { register } from 'tsx/esm/api';

register();
await import('./launcher.ts');
