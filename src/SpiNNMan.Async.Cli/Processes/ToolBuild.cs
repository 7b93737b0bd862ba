using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Cli.Processes;

/// <summary>Which of the two builds of the tool this is: the full one, or the core in one file, which needs no files beside it.</summary>
/// <remarks>
/// Everything that the core leaves out is behind <see cref="IsFull"/>. Compilation ahead of time and trimming take away the code there, and that of the packages that nothing else uses.
/// A new part of the full tool needs this condition where its code is called, and <see cref="RequireFullTool(Command, string)"/> on its command or option. The project file stays as it is.
/// </remarks>
internal static class ToolBuild
{
    /// <summary>The switch in the settings of the runtime. The project file sets it for the core.</summary>
    private const string Switch = "SpiNNMan.Async.Cli.FullTool";

    /// <summary>Whether this build has everything.</summary>
    [FeatureSwitchDefinition(Switch)]
    public static bool IsFull => !AppContext.TryGetSwitch(Switch, out bool isFull) || isFull;

    /// <summary>Whether this build was compiled ahead of time, so that it cannot translate the programs of chips into machine code.</summary>
    public static bool InterpretsPrograms => !RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>Refuses a command in the core, before it does anything.</summary>
    /// <param name="command">The command.</param>
    /// <param name="part">The part that the core lacks, for example "the web page".</param>
    public static void RequireFullTool(this Command command, string part) => command.Validators.Add(result =>
    {
        if (!IsFull)
            result.AddError(DescribeLack(part));
    });

    /// <summary>Refuses an option in the core, if the user gave it.</summary>
    /// <inheritdoc cref="RequireFullTool(Command, string)"/>
    /// <param name="option">The option.</param>
    /// <param name="part">The part that the core lacks.</param>
    public static void RequireFullTool(this Option option, string part) => option.Validators.Add(result =>
    {
        if (!IsFull && !result.Implicit)
            result.AddError(DescribeLack(part));
    });

    /// <summary>Describes that the core lacks a part, and which build has it.</summary>
    public static string DescribeLack(string part) =>
        $"This is the core build of spinnman, in one file, and it lacks {part}. The full build has it: 'dotnet tool install --global SpiNNMan.Async.Cli' installs that one, and so does the Debian package.";
}
