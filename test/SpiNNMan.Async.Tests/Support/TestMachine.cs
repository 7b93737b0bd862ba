namespace SpiNNMan.Async.Tests.Support;

/// <summary>Machines that operations are tried on.</summary>
internal enum TestMachine
{
    /// <summary>Four chips.</summary>
    Spin3,

    /// <summary>A board that lacks a chip and a link.</summary>
    Spin5,

    /// <summary>Three boards that lack a core.</summary>
    Torus,

    /// <summary>A frame of 24 boards.</summary>
    Frame,
}
