using System.Globalization;
using System.Text;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Iobufs;

/// <summary>The text a core printed.</summary>
/// <param name="Core">The core.</param>
/// <param name="Text">The text.</param>
/// <remarks>Protocol: models.md, "Printed text".</remarks>
public sealed record Iobuf(CoreLocation Core, string Text)
{
    /// <summary>Why the text may be incomplete: a program overwrote the pointer to the rest of the text. It is <see langword="null"/> in general.</summary>
    public string? Damage { get; init; }

    /// <summary>Makes the text from its bytes. Bytes that are not UTF-8 become the replacement character, since cores can print any bytes.</summary>
    public static Iobuf Decode(CoreLocation core, ReadOnlySpan<byte> bytes) => new(core, Encoding.UTF8.GetString(bytes));

    /// <summary>The text with <c>x:y:core: </c> in front of every line, the core in two places.</summary>
    public override string ToString()
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"{Core.X}:{Core.Y}:{Core.Core,2}: ");
        return string.Join('\n', Text.Split('\n').Select(line => prefix + line));
    }
}
