// Prepares the pages for docfx, and checks the site that it makes. node .ci/site.mjs stage URL | check
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const stage = join(root, 'artifacts/site/stage');
const html = join(root, 'artifacts/site/html');

function* filesOf(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) yield* filesOf(path);
        else yield path;
    }
}

const unix = path => path.split('\\').join('/');

/** Where each page of the repository goes. The first page of the site is the root of it. */
function pagesOf() {
    const pages = new Map();
    for (const path of filesOf(join(root, 'docs'))) {
        const name = unix(relative(root, path));
        if (name.endsWith('.md')) pages.set(name, name === 'docs/site/index.md' ? 'index.md' : name);
    }

    for (const name of ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'benchmarks/README.md']) pages.set(name, name);
    for (const path of existsSync(join(root, 'benchmarks/results')) ? filesOf(join(root, 'benchmarks/results')) : []) {
        if (path.endsWith('.md')) pages.set(unix(relative(root, path)), unix(relative(root, path)));
    }

    return pages;
}

const isResource = name => /^docs\/(images\/.*|json\/.*\.json|wireshark\/.*\.lua)$/.test(name);

/** The anchors that a page has on GitHub, which docfx makes in another way. */
function slug(heading) {
    return heading.replace(/`|\*|\[([^\]]*)\]\([^)]*\)/g, '$1').trim().toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replaceAll(' ', '-');
}

function stagePages(url) {
    const pages = pagesOf();
    for (const [name, place] of pages) {
        const from = posix.dirname(place);
        let isCode = false;
        const seen = new Map();
        const lines = readFileSync(join(root, name), 'utf8').split('\n').map(line => {
            if (/^\s*```/.test(line)) {
                isCode = !isCode;
                // Otherwise the site guesses a language, and colours commands as if they were programs.
                return isCode ? line.replace(/```$/, '```plaintext') : line;
            }

            if (isCode) return line;
            // A site shows no comments, and those of the snippets name files.
            if (/^<!--.*-->$/.test(line)) return '';
            const heading = /^(#{1,6}) (.*)$/.exec(line);
            const links = line.replace(/\]\(([^)\s]+)\)/g, (all, target) => {
                if (/^(https?:|mailto:|#)/.test(target)) return all;
                const [path, anchor] = target.split('#');
                const full = posix.normalize(posix.join(posix.dirname(name), path));
                const hash = anchor ? `#${anchor}` : '';
                if (pages.has(full)) return `](${posix.relative(from, pages.get(full)) || posix.basename(place)}${hash})`;
                if (isResource(full)) return `](${posix.relative(from, full)}${hash})`;
                if (!existsSync(join(root, full))) throw new Error(`${name}: ${target} leads nowhere`);
                const kind = statSync(join(root, full)).isDirectory() ? 'tree' : 'blob';
                return `](${url}/${kind}/main/${full}${hash})`;
            });
            if (!heading) return links;
            const base = slug(heading[2]);
            const count = seen.get(base) ?? 0;
            seen.set(base, count + 1);
            return `<a id="${count ? `${base}-${count}` : base}"></a>\n\n${links}`;
        });
        // The title of a page stays its first line, without an anchor before it.
        const text = lines.join('\n').replace(/^(---\n[\s\S]*?\n---\n\s*)?<a id="[^"]*"><\/a>\n\n# /, '$1# ');
        mkdirSync(join(stage, from), { recursive: true });
        writeFileSync(join(stage, place), text);
    }

    for (const path of filesOf(join(root, 'docs'))) {
        const name = unix(relative(root, path));
        if (!isResource(name)) continue;
        mkdirSync(dirname(join(stage, name)), { recursive: true });
        cpSync(path, join(stage, name));
    }

    writeToc(pages);
}

const titleOf = name => /^# (.*)$/m.exec(readFileSync(join(root, name), 'utf8'))[1].replaceAll('`', '');

function writeToc(pages) {
    const names = [...pages.keys()].filter(name => name.startsWith('docs/') && name !== 'docs/site/index.md');
    const within = folder => names.filter(name => posix.dirname(name) === folder && posix.basename(name) !== 'index.md').sort();
    const item = (name, indent) => `${indent}- name: ${JSON.stringify(titleOf(name))}\n${indent}  href: ${posix.relative('docs', name)}\n`;
    const group = (title, first, folder) => `- name: ${title}\n${first ? `  href: ${first}\n` : ''}  items:\n${within(folder).map(name => item(name, '  ')).join('')}`;
    writeFileSync(join(stage, 'toc.yml'), [
        '- name: Documents\n  href: docs/', '- name: API\n  href: api/', '- name: Changes\n  href: CHANGELOG.md', '- name: README\n  href: README.md',
    ].join('\n') + '\n');
    writeFileSync(join(stage, 'docs/toc.yml'), [
        '- name: All pages\n  href: index.md\n',
        item('docs/getting-started.md', ''),
        group('Guides', '', 'docs/guides'),
        ...within('docs').filter(name => !name.endsWith('getting-started.md')).map(name => item(name, '')),
        '- name: Samples\n  href: samples/README.md\n- name: JSON of the tool\n  href: json/README.md\n- name: Wireshark\n  href: wireshark/README.md\n',
        group('Protocols', 'protocol/index.md', 'docs/protocol'),
        group('Decisions', 'decisions/index.md', 'docs/decisions'),
    ].join(''));
}

function checkSite() {
    const files = new Map([...filesOf(html)].map(path => [unix(relative(html, path)), path]));
    const anchors = new Map();
    const anchorsOf = name => {
        if (!anchors.has(name)) anchors.set(name, new Set([...readFileSync(files.get(name), 'utf8').matchAll(/\b(?:id|name)="([^"]+)"/g)].map(match => match[1])));
        return anchors.get(name);
    };

    let links = 0;
    const broken = [];
    for (const [name, path] of files) {
        if (!name.endsWith('.html')) continue;
        for (const [, attribute] of readFileSync(path, 'utf8').matchAll(/\b(?:href|src)="([^"]*)"/g)) {
            const target = attribute.replaceAll('&amp;', '&');
            if (/^([a-z]+:|\/\/)/.test(target) || target === '' || target === '#') continue;
            links++;
            const [file, anchor] = target.split('#');
            let full = file === '' ? name : posix.normalize(posix.join(posix.dirname(name), decodeURIComponent(file.split('?')[0])));
            if (full.endsWith('/') || full === '.') full = posix.join(full, 'index.html');
            if (!files.has(full)) broken.push(`${name}: ${target}`);
            else if (anchor && full.endsWith('.html') && !anchorsOf(full).has(decodeURIComponent(anchor))) broken.push(`${name}: ${target} (no such section)`);
        }
    }

    const pages = [...files.keys()].filter(name => name.endsWith('.html')).length;
    for (const needed of ['index.html', 'docs/index.html', 'api/SpiNNMan.Async.Transceiver.html', 'api/SpiNNMan.Async.Testing.TestMachine.html', 'index.json']) {
        if (!files.has(needed)) broken.push(`the site lacks ${needed}`);
    }

    console.log([...new Set(broken)].slice(0, 60).join('\n'));
    console.log(`${pages} pages, ${links} links, ${new Set(broken).size} broken`);
    process.exit(broken.length === 0 ? 0 : 1);
}

if (process.argv[2] === 'stage') stagePages(process.argv[3].replace(/\/$/, ''));
else checkSite();
