namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>Something that is no request.</summary>
internal sealed class FormatCase(Func<byte[], int>? write, Func<bool> read) : WireCase
{
    public override int Write() => write?.Invoke(Destination) ?? -1;

    public override bool Read() => read();
}
