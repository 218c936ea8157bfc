// Makes the `tensorflow` back end work on Linux with Python and g++, without a compiler tool chain for Node and without downloads
// from anywhere but npm's and pip's registries: the binding that `@tensorflow/tfjs-node` carries as source is compiled against the
// library in PyPI's wheel. Everything lies in `.tools/tensorflow`; a second call finds it there and only repeats the test.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const folder = process.env.YOLO_ARCHITECT_TENSORFLOW || path.join(root, '.tools', 'tensorflow');
const gpu = process.argv.includes('--gpu') || (!process.argv.includes('--cpu') && existsSync('/proc/driver/nvidia/version'));
const packageName = gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
const wheel = gpu ? 'tensorflow[and-cuda]' : 'tensorflow-cpu';
const packageFolder = path.join(folder, 'node_modules', packageName);
const python = path.join(folder, 'python');
const binding = path.join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

if (process.platform !== 'linux') fail('This recipe is for Linux. Elsewhere: npm install @tensorflow/tfjs-node');
const compiler = findCommand(['g++', 'c++', 'clang++'], 'a C++ compiler', 'on Debian or Ubuntu: apt-get install g++');
const interpreter = findPython();

mkdirSync(folder, { recursive: true });
step(`npm: ${packageName}`, existsSync(path.join(packageFolder, 'binding')) && existsSync(headers()), installPackage);
step(`pip: ${wheel}`, existsSync(path.join(python, 'tensorflow', libraries[0])), installWheel);
step('compile the binding', existsSync(binding), compile);
test();

function installPackage() {
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({ private: true, type: 'commonjs' })}\n`);
  // The package's own install script would download an old library; ours replaces it.
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, `${packageName}@4.22.0`, 'node-api-headers@1']);
}

function installWheel() {
  run(interpreter, ['-m', 'pip', 'install', '--quiet', '--no-compile', '--target', python, ...(gpu ? [] : ['--no-deps']), wheel]);
}

function compile() {
  const links = path.join(packageFolder, 'deps', 'lib');
  mkdirSync(links, { recursive: true });
  mkdirSync(path.dirname(binding), { recursive: true });
  for (const library of libraries) {
    const link = path.join(links, library);
    rmSync(link, { force: true });
    symlinkSync(path.relative(links, path.join(python, 'tensorflow', library)), link);
  }
  const include = [headers(), packageFolder, path.join(python, 'tensorflow', 'include')].map((place) => `-I${place}`);
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => path.join(packageFolder, 'binding', file));
  const link = [`-L${links}`, ...libraries.map((library) => `-l:${library}`), '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  run(compiler, ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', ...include, ...sources, ...link, '-o', binding]);
}

/** N-API headers of the small package, or those that lie beside Node. */
function headers() {
  const own = path.join(folder, 'node_modules', 'node-api-headers', 'include');
  return existsSync(own) ? own : path.join(path.dirname(process.execPath), '..', 'include', 'node');
}

/** Loads the package in a fresh process and runs a convolution of ones. */
function test() {
  const script = `
    const util = require('node:util');
    util.isNullOrUndefined ??= (x) => x === null || x === undefined;
    util.isArray ??= Array.isArray;
    for (const type of ['String', 'Number', 'Boolean', 'Undefined']) util['is' + type] ??= (x) => typeof x === type.toLowerCase();
    const tf = require(${JSON.stringify(packageFolder)});
    const sum = tf.conv2d(tf.ones([1, 8, 8, 4]), tf.ones([3, 3, 4, 2]), 1, 'valid').sum().dataSync()[0];
    if (sum !== 2592) throw new Error('a convolution gave ' + sum + ' instead of 2592');
    console.log('TensorFlow ' + tf.backend().binding.TF_Version + (tf.backend().isUsingGpuDevice ? ' on the GPU' : ' on the CPU') + ': a convolution ran');`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  if (status !== 0) fail(`The compiled binding does not load:\n${stderr.trim()}\nRemove ${folder} and try again.`);
  console.log(stdout.trim().split('\n').at(-1));
}

function step(name, done, work) {
  console.log(`${done ? 'there already' : 'now'}: ${name}`);
  if (!done) work();
}

function run(command, parameters) {
  try {
    execFileSync(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    fail(`${path.basename(command)} ${parameters.slice(0, 3).join(' ')} … failed (${error.code ?? `exit ${error.status}`}).`);
  }
}

function findPython() {
  const found = findCommand(['python3', 'python'], 'Python 3', 'on Debian or Ubuntu: apt-get install python3 python3-pip');
  if (spawnSync(found, ['-m', 'pip', '--version']).status !== 0)
    fail('Python has no pip. On Debian or Ubuntu: apt-get install python3-pip');
  return found;
}

function findCommand(names, what, advice) {
  const found = names.find((name) => spawnSync(name, ['--version']).status === 0);
  return found ?? fail(`This needs ${what}; ${advice}.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
