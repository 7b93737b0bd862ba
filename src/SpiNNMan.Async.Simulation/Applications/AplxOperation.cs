namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>What an entry of the table of an image asks for. Anything else ends the table.</summary>
internal enum AplxOperation : uint
{
    /// <summary>Copy to an address, from an address, so many bytes.</summary>
    Copy = 1,

    /// <summary>Copy to an address, from so far behind the entry itself, so many bytes.</summary>
    CopyFromImage = 2,

    /// <summary>Fill from an address on, so many bytes, with a word.</summary>
    Fill = 3,

    /// <summary>Execute from an address on.</summary>
    Execute = 4,
}
