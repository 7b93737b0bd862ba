using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary>The options of <c>spinnman alloc</c> that say which boards are wanted.</summary>
internal sealed class RequestOptions
{
    private const int AnyNumber = -1;
    private const int MostDead = 6 * BoardRequest.MostBoards;

    private readonly Option<string?> _machine = new("--machine") { Description = "The machine that the boards should be of.", HelpName = "NAME" };
    private readonly Option<string[]> _tags = new("--tags")
    {
        Description = "The tags that the machine should have, separated by commas.",
        HelpName = "TAG,...",
        CustomParser = static result => result.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };

    private readonly Option<PhysicalBoard?> _mounted = new("--mounted") { Description = "The board that is mounted there.", HelpName = "CABINET,FRAME,BOARD", CustomParser = ParseMounted };
    private readonly Option<string?> _address = new("--address") { Description = "The board with this IP address; only the REST service knows addresses.", HelpName = "IP" };
    private readonly Option<double?> _minRatio = new("--min-ratio") { Description = "How far from square the triads may be: the shorter side by the longer, 0 to 1. [default: 0.333]", HelpName = "RATIO" };
    private readonly Option<int?> _deadBoards = new("--max-dead-boards") { Description = "How many of the boards may be dead; -1 for any number. [default: 0]", HelpName = "N" };
    private readonly Option<int?> _deadLinks = new("--max-dead-links") { Description = "How many of their links may be dead; -1 for any number. [default: -1]", HelpName = "N" };
    private readonly Option<bool> _torus = new("--require-torus") { Description = "The boards must go round at their edges." };
    private readonly Option<string?> _owner = new("--owner") { Description = "Whose job it is. [default: this user, or what files say]", HelpName = "NAME" };
    private readonly Option<string?> _group = new("--group") { Description = "The group whose quota pays; only for the REST service.", HelpName = "NAME" };
    private readonly Option<double?> _keepAlive = new("--keep-alive") { Description = "Seconds without a sign of life of this program after which the service destroys the job; -1 for never. [default: 60]", HelpName = "SECONDS" };

    /// <summary>Adds the options to a command.</summary>
    public static RequestOptions AddTo(Command command)
    {
        var options = new RequestOptions();
        options._minRatio.RequireWithin(0, 1);
        options._deadBoards.RequireWithin(AnyNumber, BoardRequest.MostBoards);
        options._deadLinks.RequireWithin(AnyNumber, MostDead);
        options._keepAlive.RequireWithin(AnyNumber, 86_400);
        foreach (Option option in (Option[])[options._machine, options._address, options._owner, options._group])
            option.RequireText();
        foreach (Option option in (Option[])[options._machine, options._tags, options._mounted, options._address, options._minRatio, options._deadBoards, options._deadLinks, options._torus, options._owner, options._group, options._keepAlive])
            command.Options.Add(option);

        return options;
    }

    /// <summary>Reads which boards are wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shape">The number of boards, the rectangle or the board.</param>
    /// <param name="files">Settings of configuration files, where the user says nothing.</param>
    public BoardRequest Read(ParseResult parsed, BoardRequest shape, SpallocConfiguration files)
    {
        BoardRequest request = shape with
        {
            Machine = parsed.GetValue(_machine),
            Tags = parsed.GetValue(_tags),
            Physical = parsed.GetValue(_mounted),
            Address = parsed.GetValue(_address),
            Owner = parsed.GetValue(_owner),
            Group = parsed.GetValue(_group),
        };
        request = files.Apply(request);
        return request with
        {
            MinRatio = parsed.GetValue(_minRatio) ?? request.MinRatio,
            MaxDeadBoards = parsed.GetValue(_deadBoards) is { } boards ? CountOf(boards) : request.MaxDeadBoards,
            MaxDeadLinks = parsed.GetValue(_deadLinks) is { } links ? CountOf(links) : request.MaxDeadLinks,
            RequireTorus = parsed.GetValue(_torus) || request.RequireTorus,
            KeepAlive = parsed.GetValue(_keepAlive) is { } seconds ? IntervalOf(seconds) : request.KeepAlive,
        };
    }

    private static int? CountOf(int number) => number < 0 ? null : number;

    private static TimeSpan? IntervalOf(double seconds) => seconds < 0 ? null : TimeSpan.FromSeconds(seconds);

    private static PhysicalBoard? ParseMounted(ArgumentResult result)
    {
        if (PhysicalBoard.TryParse(result.Tokens[0].Value, out PhysicalBoard board))
            return board;

        result.AddError($"'{result.Tokens[0].Value}' is no CABINET,FRAME,BOARD; for instance 0,0,5.");
        return null;
    }
}
