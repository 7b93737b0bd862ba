using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Spalloc.Server;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The options of <c>spinnman vm</c> for the allocation service, which hands out the boards of the machine to spalloc clients.</summary>
internal sealed class LaboratoryOptions
{
    private const string MachineName = "vm";

    private readonly Option<IPEndPoint?> _spalloc = new("--spalloc")
    {
        Description = "Hand out the boards to spalloc clients, at this TCP port. [default: 127.0.0.1:22244]",
        HelpName = "[IP:]PORT",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseEndPoint,
    };

    private readonly Option<Uri?> _web = new("--spalloc-web")
    {
        Description = "Serve the REST interface of spalloc, and its tunnel, here as well: http or https, an address of this computer, a port and a path. A name and a password in it are the only ones accepted.",
        HelpName = "URL",
        CustomParser = ParseWebAddress,
    };

    private readonly Option<string> _certificate = new("--spalloc-cert") { Description = "The certificate for https and its private key: PEM, or PKCS #12 without a password. [default: one is made, and its path told]", HelpName = "FILE" };
    private readonly Option<string> _state = new("--spalloc-state") { Description = "Keep the jobs in this file, so that they are there after a restart.", HelpName = "FILE" };
    private readonly Option<string> _version = new("--spalloc-version") { Description = "The version that classic clients are told. [default: 6.0.1]", HelpName = "TEXT" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_certificate, _state, _version])
            option.RequireText();
        foreach (Option option in (Option[])[_spalloc, _web, _certificate, _state, _version])
            command.Options.Add(option);

        _spalloc.RequireFullTool("the allocation service");
        command.Validators.Add(Check);
    }

    /// <summary>Starts the service, if the user asked for it, and tells where it is.</summary>
    /// <returns>The service. It must be disposed before the machine.</returns>
    /// <exception cref="CommandFailedException">The boards cannot be handed out.</exception>
    public async Task<IAsyncDisposable?> StartAsync(ParseResult parsed, VirtualMachine machine, Terminal terminal, CancellationToken cancellationToken)
    {
        // The core has no service, and its parser has refused the option.
        if (!ToolBuild.IsFull || parsed.GetResult(_spalloc) is null)
            return null;
        if (machine.Options is { Triads: null, Board: not BoardType.Spin5 })
            throw new CommandFailedException("--spalloc hands out boards of 48 chips: use --board spin5, or a machine of triads as --board 3x2.");

        var options = new SpallocServerOptions();
        options = options with
        {
            Classic = parsed.GetValue(_spalloc) ?? options.Classic,
            Web = parsed.GetValue(_web),
            CertificateFile = parsed.GetValue(_certificate),
            StateFile = parsed.GetValue(_state),
            ServiceVersion = parsed.GetValue(_version) ?? options.ServiceVersion,
        };
        SpallocServer server = await SpallocServer.StartAsync([new SpallocMachine(MachineName, machine)], options, cancellationToken);
        await TellAsync(server, terminal);
        return server;
    }

    private static async Task TellAsync(SpallocServer server, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync($"spalloc: boards of machine '{MachineName}' are handed out at {server.ClassicEndPoint}");
        if (server.WebAddress is { } web)
            await terminal.Error.WriteLineAsync($"spalloc: REST at {web}");
        if (server.CertificateFile is { } certificate)
            await terminal.Error.WriteLineAsync($"spalloc: certificate {certificate}, which clients must trust");
        foreach (string address in Reachable(server))
            await terminal.Error.WriteLineAsync($"warning: {address} is not a loopback address: whoever reaches this computer can use the boards.");
    }

    private static IEnumerable<string> Reachable(SpallocServer server)
    {
        if (server.ClassicEndPoint is { } classic && !IPAddress.IsLoopback(classic.Address))
            yield return classic.Address.ToString();
        if (server.WebAddress is { IsLoopback: false } web && (!IPAddress.TryParse(web.DnsSafeHost, out IPAddress? host) || !IPAddress.IsLoopback(host)))
            yield return web.DnsSafeHost;
    }

    private static IPEndPoint? ParseEndPoint(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
            return null;

        string text = result.Tokens[0].Value;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return new IPEndPoint(IPAddress.Loopback, port);
        if (IPEndPoint.TryParse(text, out IPEndPoint? endPoint) && text.Contains(':', StringComparison.Ordinal))
            return endPoint;

        result.AddError($"'{text}' is no TCP port, 0 to 65535, and no IP:PORT.");
        return null;
    }

    private static Uri? ParseWebAddress(ArgumentResult result)
    {
        // The fault text may have a password in it.
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address) && address is { Scheme: "http" or "https", Query: "", Fragment: "" })
            return address;

        result.AddError("--spalloc-web must be http://HOST[:PORT][/PATH] or https://HOST[:PORT][/PATH].");
        return null;
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(_spalloc) is not null)
            return;

        if (((Option[])[_web, _certificate, _state, _version]).FirstOrDefault(option => result.GetResult(option.Name) is OptionResult { Implicit: false }) is { } useless)
            result.AddError($"{useless.Name} is for the allocation service: add --spalloc.");
    }
}
