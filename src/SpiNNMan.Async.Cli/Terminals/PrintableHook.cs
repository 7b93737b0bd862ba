using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>Removes control characters from the text in tables and pictures. Colours are not text, and are kept.</summary>
internal sealed class PrintableHook : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(static one => new Printable(one));

    private sealed class Printable(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Clean);

        private static Segment Clean(Segment segment)
        {
            string text = segment.IsControlCode ? segment.Text : PrintableText.OfLines(segment.Text);
            return ReferenceEquals(text, segment.Text) ? segment : new Segment(text, segment.Style);
        }
    }
}
