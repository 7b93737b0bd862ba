namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The operation of an entry of an image's table. Any other number ends the table.</summary>
internal enum AplxOperation : uint
{
    /// <summary>Copies a number of bytes from one address to another.</summary>
    Copy = 1,

    /// <summary>Copies a number of bytes to an address. The source is at an offset from the entry itself.</summary>
    CopyFromImage = 2,

    /// <summary>Fills a number of bytes with a word, from an address on.</summary>
    Fill = 3,

    /// <summary>Executes from an address on.</summary>
    Execute = 4,
}
