namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>The kinds of machines that scenarios need.</summary>
internal enum ScenarioMachine
{
    /// <summary>None.</summary>
    None,

    /// <summary>A board on which everything is in use, with numbers as large as they can be.</summary>
    Full,

    /// <summary>A board that waits to be booted, and says so.</summary>
    Waiting,

    /// <summary>Three boards with their BMPs.</summary>
    Frame,

    /// <summary>Boards of an allocation service, of which a job has some.</summary>
    Laboratory,

    /// <summary>None, but a capture of the network of one.</summary>
    Captured,

    /// <summary>A board whose cores send events by tag 1 all the time, and take some.</summary>
    Live,
}
