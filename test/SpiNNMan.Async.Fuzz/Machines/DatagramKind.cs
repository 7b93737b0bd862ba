namespace SpiNNMan.Async.Fuzz.Machines;

/// <summary>What a datagram should look like at first sight.</summary>
internal enum DatagramKind
{
    /// <summary>A command for a board.</summary>
    Command,

    /// <summary>A command for a BMP.</summary>
    Bmp,

    /// <summary>A part of a boot image.</summary>
    Boot,

    /// <summary>Spikes, or anything else.</summary>
    Anything,
}
