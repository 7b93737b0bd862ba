using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation;

/// <summary>The traces of a run of cores that execute. None of it changes what they do; cores that are looked at are executed one instruction at a time, and take the host longer.</summary>
public sealed record TracingOptions : SpinnakerOptions
{
    /// <summary>The cores that are looked at, as x,y,p with spaces between them; <see langword="null"/>, the default, for all.</summary>
    public string? Cores { get; set => field = Writable(value); }

    /// <summary>Where the trace goes: a line for each packet and each exception, with time, core, and place in the program. <see langword="null"/>, the default, for none. Not disposed of.</summary>
    public TextWriter? Trace { get; set => field = Writable(value); }

    /// <summary>Whether the trace has a line for each instruction, too. The default is <see langword="false"/>.</summary>
    public bool TracesInstructions { get; set => field = Writable(value); }

    /// <summary>Where the profile goes when tracing ends: the time that functions took, by the call paths that reached them. <see langword="null"/>, the default, for none.
    /// A name that ends in .json gets what speedscope.app reads; any other folded stacks, and the same name with .speedscope.json behind it gets the other.</summary>
    public string? ProfileFile { get; set => field = Writable(value); }

    /// <summary>Where it is written, when tracing ends, how often each line of the source was reached, as lcov and genhtml read it. <see langword="null"/>, the default, for nowhere.</summary>
    public string? CoverageFile { get; set => field = Writable(value); }

    /// <summary>The program as the linker wrote it, an ELF file with symbols and, for lines, with debugging information (gcc -g). Without it, places are addresses.</summary>
    public ReadOnlyMemory<byte> Program { get; set => field = Writable(value); }
}
