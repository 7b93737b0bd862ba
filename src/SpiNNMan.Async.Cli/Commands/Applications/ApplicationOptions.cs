using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary>The options and arguments of the commands for applications.</summary>
internal static class ApplicationOptions
{
    private const int LeastId = 16;
    private const string Virtual = "virtual:";

    /// <summary>Creates the argument APPID.</summary>
    public static Argument<byte> CreateId() => new("APPID") { Description = "The application's identifier, 16 to 255; 'spinnman ps' shows it.", CustomParser = static result => ParseId(result) ?? 0 };

    /// <summary>Creates the option for the identifier that the user chooses.</summary>
    public static Option<byte?> CreateIdOption() => new("--app-id")
    {
        Description = "The identifier it gets, 16 to 255. [default: one that is not in use]",
        HelpName = "N",
        CustomParser = ParseId,
    };

    /// <summary>Creates the argument FILE.</summary>
    public static Argument<string> CreateFile()
    {
        var file = new Argument<string>("FILE") { Description = "The APLX file; virtual:NAME makes one up for virtual machines, acted by their program NAME, as in virtual:hello." };
        file.RequireText();
        return file.Suggest(BuiltInProgram.Names.Keys.Select(static name => Virtual + name));
    }

    /// <summary>Creates the option for the load method.</summary>
    public static Option<string> CreateMethod()
    {
        var option = new Option<string>("--method") { Description = "How the image gets to the chips.", DefaultValueFactory = static _ => "auto" };
        option.AcceptOnlyFromAmong("auto", "copy", "flood", "direct");
        return option;
    }

    /// <summary>The load method with a name.</summary>
    public static LoadMethod ToMethod(string name) => name switch
    {
        "copy" => LoadMethod.CopyRun,
        "flood" => LoadMethod.FloodFill,
        "direct" => LoadMethod.Direct,
        _ => LoadMethod.Automatic,
    };

    /// <summary>The name of a load method, as users write it.</summary>
    public static string NameOf(LoadMethod method) => method switch
    {
        LoadMethod.CopyRun => "copy",
        LoadMethod.FloodFill => "flood",
        LoadMethod.Direct => "direct",
        _ => "auto",
    };

    /// <summary>Creates the option for how long to wait.</summary>
    public static Option<double?> CreateTimeout()
    {
        var option = new Option<double?>("--timeout") { Description = "How many seconds to wait. [default: for ever]", HelpName = "SECONDS" };
        option.RequireWithin(0, 1_000_000);
        return option;
    }

    /// <summary>Creates the option <c>--replace</c>.</summary>
    public static Option<bool> CreateReplace() => new("--replace") { Description = "Take cores that run another application; what runs there is lost." };

    /// <summary>Reads states by their names, in upper or lower case, or by their numbers, 0 to 255. Chips may report states that have no name.</summary>
    public static CoreState[] ParseStates(ArgumentResult result)
    {
        var states = new List<CoreState>();
        foreach (string name in result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Names.TryParse(name, out CoreState state))
                states.Add(state);
            else if (byte.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out byte number))
                states.Add((CoreState)number);
            else
                result.AddError($"'{name}' is no state; they are {string.Join(", ", Enum.GetNames<CoreState>())}, or a number up to 255.");
        }

        return [.. states];
    }

    /// <summary>Reads the image of an application.</summary>
    /// <exception cref="CommandFailedException">The file is not an APLX file.</exception>
    public static async Task<ApplicationImage> ReadImageAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return new ApplicationImage(file.StartsWith(Virtual, StringComparison.Ordinal)
                ? VirtualApplicationImage.Create(RequireProgram(file[Virtual.Length..]))
                : await InputFiles.ReadAsync(file, InputFiles.MostOfImage, "an APLX file", cancellationToken));
        }
        catch (InvalidParameterException exception)
        {
            throw new CommandFailedException($"{file} is no APLX file: {exception.Message}", exception);
        }
    }

    /// <summary>Finds the cores that run an application now, on the chips that answer.</summary>
    /// <exception cref="CommandFailedException">No core runs the application.</exception>
    public static async Task<PartialResult<CoreInfos>> FindCoresAsync(Transceiver transceiver, byte applicationId, CancellationToken cancellationToken)
    {
        PartialResult<CoreInfos> busy = await PartialResult.FromAsync(transceiver.Applications.GetCoreInfosAsync(states: Busy, cancellationToken: cancellationToken));
        var found = new CoreInfos(busy.Value.Where(info => info.ApplicationId == applicationId));
        if (found.Count > 0)
            return busy with { Value = found };

        busy.ThrowIfIncomplete();
        throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"No core runs application {applicationId}; 'spinnman ps' shows what runs."));
    }

    /// <summary>All states of cores that have an application, also states that have no name.</summary>
    public static IReadOnlyCollection<CoreState> Busy { get; } =
        Enumerable.Range(byte.MinValue, byte.MaxValue + 1).Select(static number => (CoreState)number).Where(static state => state is not (CoreState.Idle or CoreState.Dead)).ToHashSet();

    private static string RequireProgram(string name) => BuiltInProgram.Names.ContainsKey(name)
        ? name
        : throw new CommandFailedException(
            $"'{name}' is no program of virtual machines.{NearestNames.Sentence(name, BuiltInProgram.Names.Keys)} They are {string.Join(", ", BuiltInProgram.Names.Keys)}. An image of your own is a file: FILE.aplx, without {Virtual}.");

    private static byte? ParseId(ArgumentResult result)
    {
        if (byte.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out byte id) && id >= LeastId)
            return id;

        result.AddError($"'{result.Tokens[0].Value}' is no identifier of an application, {LeastId} to {byte.MaxValue}.");
        return null;
    }
}
