import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TextEdit } from '../core/index.ts';
import { t } from '../core/index.ts';
import { type Decoded, decode } from './decode.ts';
import { Failure } from './failure.ts';

/** A model text and where it came from. */
export interface Source {
  /** As given on the command line; `-` is standard input. */
  readonly file: string;
  /** The name from which the framework takes the scale letter. */
  readonly fileName?: string;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
}

/** Reads a file, or standard input for `-`; one line says why when it can't be read. */
export function readSource(file: string): Source {
  const named = file === '-' || existsSync(file) ? file : withoutScaleLetter(file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(named === '-' ? 0 : named);
  } catch (error) {
    throw new Failure(`${file}: ${reason(error)}`);
  }
  const decoded = decode(bytes);
  const fileName = file === '-' ? {} : { fileName: path.basename(file) };
  return { file: named, ...fileName, text: decoded.text, bytes, decoded };
}

/** The source after `edits`; bytes outside of them stay as they are, undecodable ones too. */
export function editSource(source: Source, edits: readonly TextEdit[]): Source {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { span, text } of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    parts.push(source.bytes.subarray(at, source.decoded.byteAt(span.start)), Buffer.from(text));
    at = source.decoded.byteAt(span.end);
  }
  parts.push(source.bytes.subarray(at));
  const bytes = Buffer.concat(parts);
  const decoded = decode(bytes);
  return { ...source, text: decoded.text, bytes, decoded };
}

/** Writes a file in one step, so that no reader ever meets half of it. */
export async function writeSource({ file, bytes }: Source): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(file, Buffer.from(bytes));
  } catch (error) {
    throw new Failure(`${file}: ${reason(error)}`);
  }
}

/** The framework finds `yolo11.yaml` when it is asked for `yolo11m.yaml`. */
function withoutScaleLetter(file: string): string {
  const general = file.replace(/(\d+)([nslmx])(.+)?$/, '$1$3');
  return existsSync(general) ? general : file;
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return t`no such file`;
  if (code === 'EISDIR') return t`this is a folder`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return t`permission denied`;
  return error instanceof Error ? error.message : String(error);
}
