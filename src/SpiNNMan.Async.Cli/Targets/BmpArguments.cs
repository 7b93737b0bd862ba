using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>The argument and the option of commands for BMPs.</summary>
internal sealed class BmpArguments
{
    private readonly Argument<IReadOnlyList<BmpConnectionData>> _bmps = new("BMPS")
    {
        Description = "The BMPs: [[cabinet;]frame;]host[/boards], several separated by colons; boards as in 0-23 or 0,2. That of a lone board usually has the address before the board's.",
        Arity = ArgumentArity.ExactlyOne,
    };

    private readonly Option<int> _port = PortOptions.Create("--bmp-port", "The port of the BMPs.", BmpConnectionData.DefaultPort);

    /// <summary>Adds the argument and the option to a command.</summary>
    public static BmpArguments AddTo(Command command)
    {
        var arguments = new BmpArguments();
        command.Arguments.Add(arguments._bmps);
        command.Options.Add(arguments._port);
        return arguments;
    }

    /// <summary>Connects to the BMPs.</summary>
    public async Task<BmpController> ConnectAsync(Terminal terminal, ParseResult parsed, BmpControllerOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<BmpConnectionData> bmps = parsed.GetRequiredValue(_bmps);
        using WaitNotice notice = terminal.WaitFor($"Waiting for an answer of {(bmps is [{ Host: var only }] ? $"the BMP at {only}" : $"{bmps.Count} BMPs")}");
        return await BmpController.ConnectAsync(bmps.Select(bmp => bmp with { Port = parsed.GetValue(_port) }), options, cancellationToken);
    }

    /// <summary>Reads the names of BMPs, in the form that configuration files use.</summary>
    public static IReadOnlyList<BmpConnectionData>? Parse(ArgumentResult result, string text)
    {
        try
        {
            return BmpConnectionData.ParseList(text);
        }
        catch (InvalidParameterException exception)
        {
            result.AddError($"'{text}' names no BMPs: {exception.Message}.");
            return null;
        }
    }

    /// <summary>The connection options for BMPs: a command gives up after 3 seconds.</summary>
    public static BmpConnectionOptions Patience => new() { GiveUpAfter = TimeSpan.FromSeconds(3) };
}
