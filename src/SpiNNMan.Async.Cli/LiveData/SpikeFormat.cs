namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>How events are written.</summary>
internal enum SpikeFormat
{
    /// <summary>A table with commas, and the names of the columns in its first line.</summary>
    Csv,

    /// <summary>A document of JSON for each event, one a line.</summary>
    Json,
}
