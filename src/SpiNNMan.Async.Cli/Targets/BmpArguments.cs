using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>The argument and options of commands that go to BMPs.</summary>
internal sealed class BmpArguments
{
    private readonly Argument<IReadOnlyList<BmpConnectionData>> _bmps = new("BMPS")
    {
        Description = "The BMPs: [[cabinet;]frame;]host[/boards], several separated by colons; boards as in 0-23 or 0,2. That of a lone board usually has the address before the board's.",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = Parse,
    };

    private readonly Option<int> _port = Commands.CommonPorts.Create("--bmp-port", "The port of the BMPs.", BmpConnectionData.DefaultPort);

    /// <summary>Gives a command the argument and the options.</summary>
    public static BmpArguments AddTo(Command command)
    {
        var arguments = new BmpArguments();
        command.Arguments.Add(arguments._bmps);
        command.Options.Add(arguments._port);
        return arguments;
    }

    /// <summary>Connects to the BMPs.</summary>
    public Task<BmpController> ConnectAsync(ParseResult parsed, BmpControllerOptions options, CancellationToken cancellationToken) =>
        BmpController.ConnectAsync(parsed.GetRequiredValue(_bmps).Select(bmp => bmp with { Port = parsed.GetValue(_port) }), options, cancellationToken);

    /// <summary>Reads the names of BMPs as configurations have them.</summary>
    public static IReadOnlyList<BmpConnectionData>? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
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

    /// <summary>How BMPs are waited for on a command line.</summary>
    public static BmpConnectionOptions Patience => new() { GiveUpAfter = TimeSpan.FromSeconds(3) };
}
