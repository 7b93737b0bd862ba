using SpiNNMan.Async.Conformance.Boot;
using SpiNNMan.Async.Conformance.Connections;
using SpiNNMan.Async.Conformance.Eieio;
using SpiNNMan.Async.Conformance.Exchanges;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Conformance.Scp;
using SpiNNMan.Async.Conformance.Sdp;
using SpiNNMan.Async.Conformance.Selectors;
using SpiNNMan.Async.Conformance.Spalloc;

namespace SpiNNMan.Async.Conformance;

/// <summary>The table of what is checked by what.</summary>
internal static class Suites
{
    /// <summary>The suites for files that are lists of records.</summary>
    public static IReadOnlyList<IVectorSuite> Records { get; } =
    [
        new SdpSuite(),
        new ScpRequestSuite(),
        new ScpResponseSuite(),
        new BootSuite(),
        new EieioDataSuite(),
        new EieioCommandSuite(),
        new ModelSuite(),
        new SelectorSuite(),
        new ConnectionSuite(),
        new TranscriptSuite(),
        new PipelineSuite(),
        new SpallocSuite(),
    ];

    /// <summary>The suites for files that are one object.</summary>
    public static IReadOnlyList<IDocumentSuite> Documents { get; } =
    [
        new EnumSuite(),
    ];

    /// <summary>Files about what this library does not have: none.</summary>
    public static IReadOnlySet<string> NotCovered { get; } = new HashSet<string>(StringComparer.Ordinal);
}
