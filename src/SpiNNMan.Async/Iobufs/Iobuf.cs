using System.Globalization;
using System.Text;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Iobufs;

/// <summary>The text a core printed.</summary>
/// <param name="Core">The core.</param>
/// <param name="Text">What it printed.</param>
/// <remarks>Protocol: models.md, "Printed text".</remarks>
public sealed record Iobuf(CoreLocation Core, string Text)
{
    /// <summary>Why there may be more that could not be read: what leads to the rest of the text was written over, and where it leads to is no text. <see langword="null"/> in general.</summary>
    public string? Damage { get; init; }

    /// <summary>Makes the text from its bytes. What is not UTF-8 becomes the replacement character: cores print anything.</summary>
    public static Iobuf Decode(CoreLocation core, ReadOnlySpan<byte> bytes) => new(core, Encoding.UTF8.GetString(bytes));

    /// <summary>The text with <c>x:y:core: </c> in front of every line, the core in two places.</summary>
    public override string ToString()
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"{Core.X}:{Core.Y}:{Core.Core,2}: ");
        return string.Join('\n', Text.Split('\n').Select(line => prefix + line));
    }
}
