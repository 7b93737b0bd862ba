// The screen of a terminal as a page: text with the styles that escape sequences give it.

const colours = ['#000000', '#c4384b', '#3f9b4f', '#b58a1b', '#4a7fd0', '#a55bb5', '#2f9aa0', '#c9ccd1', '#6b7079', '#ff6b7a', '#67c678', '#e2b93d', '#7fb0ff', '#d98ae8', '#5ccfd6', '#ffffff'];

/** One of the 256 colours of terminals. */
function colourOf(number) {
    if (number < 16) return colours[number];
    if (number >= 232) return `rgb(${Array(3).fill(8 + 10 * (number - 232)).join()})`;
    const levels = [0, 95, 135, 175, 215, 255];
    const cube = number - 16;
    return `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level => levels[level]).join()})`;
}

function apply(style, codes) {
    for (let at = 0; at < codes.length; at++) {
        const code = codes[at];
        if (code === 0) Object.assign(style, { ink: null, paper: null, bold: false, dim: false, underline: false, reverse: false });
        else if (code === 1) style.bold = true;
        else if (code === 2) style.dim = true;
        else if (code === 4) style.underline = true;
        else if (code === 7) style.reverse = true;
        else if (code === 22) style.bold = style.dim = false;
        else if (code === 24) style.underline = false;
        else if (code === 27) style.reverse = false;
        else if (code >= 30 && code <= 37) style.ink = colours[code - 30];
        else if (code >= 90 && code <= 97) style.ink = colours[code - 82];
        else if (code >= 40 && code <= 47) style.paper = colours[code - 40];
        else if (code === 39) style.ink = null;
        else if (code === 49) style.paper = null;
        else if (code === 38 || code === 48) {
            const name = code === 38 ? 'ink' : 'paper';
            if (codes[at + 1] === 5) [style[name], at] = [colourOf(codes[at + 2]), at + 2];
            else if (codes[at + 1] === 2) [style[name], at] = [`rgb(${codes.slice(at + 2, at + 5).join()})`, at + 4];
        }
    }
}

const escape = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Makes a page of what tmux captured. */
export function toHtml(screen) {
    const style = { ink: null, paper: null, bold: false, dim: false, underline: false, reverse: false };
    const body = screen.trimEnd().split(/(\x1b\[[0-9;]*m)/).map(part => {
        const sequence = /^\x1b\[([0-9;]*)m$/.exec(part);
        if (sequence) {
            apply(style, sequence[1].split(';').map(Number));
            return '';
        }

        const [ink, paper] = style.reverse ? [style.paper ?? '#1b1e24', style.ink ?? '#d9dce1'] : [style.ink, style.paper];
        const rules = [ink && `color:${ink}`, paper && `background:${paper}`, style.bold && 'font-weight:bold', style.dim && 'opacity:.65', style.underline && 'text-decoration:underline'].filter(Boolean);
        return rules.length > 0 ? `<span style="${rules.join(';')}">${escape(part)}</span>` : escape(part);
    }).join('');
    return `<!doctype html><meta charset="utf-8"><pre style="display:inline-block;margin:0;padding:16px 20px;background:#1b1e24;color:#d9dce1;font:14px/1.25 'DejaVu Sans Mono',monospace">${body}</pre>`;
}
