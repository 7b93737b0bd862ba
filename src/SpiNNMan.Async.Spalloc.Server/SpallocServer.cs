using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Classic;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Rest;

namespace SpiNNMan.Async.Spalloc.Server;

/// <summary>The allocation service of a laboratory: it hands out the boards of virtual machines to the clients of the field, by the classic protocol and by REST.</summary>
/// <example><code>
/// await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(3, 2), BindAddress = IPAddress.Parse("127.0.240.9"), UseTruePorts = true });
/// await using SpallocServer server = await SpallocServer.StartAsync([new SpallocMachine("lab", machine)]);
/// Console.WriteLine($"spalloc --hostname {server.ClassicEndPoint!.Address} --port {server.ClassicEndPoint.Port}");
/// </code></example>
/// <remarks>Safe to use from any thread.</remarks>
public sealed class SpallocServer : IAsyncDisposable
{
    private readonly Laboratory _laboratory;
    private ClassicService? _classic;
    private WebService? _web;
    private readonly RunOnce _ending = new();

    private SpallocServer(Laboratory laboratory) => _laboratory = laboratory;

    /// <summary>Where clients of the classic protocol connect to; <see langword="null"/> if it was left out.</summary>
    public IPEndPoint? ClassicEndPoint => _classic?.EndPoint;

    /// <summary>The address of the REST service, with the port that it has; <see langword="null"/> if there is none.</summary>
    public Uri? WebAddress => _web?.Address;

    /// <summary>The file with the certificate that clients have to trust, in PEM form, if it was made at the start; else <see langword="null"/>.</summary>
    public string? CertificateFile => _web?.MadeCertificateFile;

    /// <summary>Starts the service. All boards that no job has are switched off.</summary>
    /// <param name="machines">The machines; those that come first are preferred.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="cancellationToken">Ends the starting.</param>
    /// <exception cref="InvalidParameterException">There is no machine, or two have the same name.</exception>
    /// <exception cref="SpallocStateException">The file with the jobs cannot be read, or makes no sense.</exception>
    /// <exception cref="SpinnakerConnectionException">The system refused an address or a port, the certificate cannot be used, or boards cannot be switched.</exception>
    public static async Task<SpallocServer> StartAsync(IEnumerable<SpallocMachine> machines, SpallocServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(machines);
        options ??= new SpallocServerOptions();
        options.MakeReadOnly();
        SpallocMachine[] all = [.. machines];
        if (all.Length == 0)
            throw new InvalidParameterException(nameof(machines), "none", "at least one machine must be there");
        if (all.CountBy(static machine => machine.Name, StringComparer.Ordinal).FirstOrDefault(static name => name.Value > 1).Key is { } twice)
            throw new InvalidParameterException(nameof(machines), twice, "two machines have this name");

        return await StartAsync(new Laboratory(all.Select(VirtualLabMachine.Make), ToLaboratory(options)), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts the service for machines of any kind.</summary>
    internal static async Task<SpallocServer> StartAsync(Laboratory laboratory, SpallocServerOptions options, CancellationToken cancellationToken)
    {
        var server = new SpallocServer(laboratory);
        try
        {
            await laboratory.StartAsync(cancellationToken).ConfigureAwait(false);
            if (options.Classic is { } endPoint)
                server._classic = new ClassicService(laboratory, endPoint, options.ServiceVersion, options.LoggerFactory.CreateLogger<ClassicService>());
            if (options.Web is { } address)
                server._web = await WebService.StartAsync(laboratory, address, options, cancellationToken).ConfigureAwait(false);

            return server;
        }
        catch (Exception exception)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            if (exception is SocketException)
                throw new SpinnakerConnectionException($"The allocation service cannot listen on {options.Classic}: {exception.Message}.", exception);
            if (exception is BoardPowerException)
                throw new SpinnakerConnectionException($"The boards cannot be switched off: {exception.Message}.", exception);

            throw;
        }
    }

    /// <summary>Lets a board that clients have reported be handed out again.</summary>
    /// <param name="machine">The name of its machine.</param>
    /// <param name="board">Its number in the machine.</param>
    /// <exception cref="InvalidParameterException">There is no such machine or board.</exception>
    public void ReturnToService(string machine, int board)
    {
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        LabMachine found = _laboratory.FindMachine(machine) ?? throw new InvalidParameterException(nameof(machine), machine, "there is no such machine");
        InvalidParameterException.ThrowIfOutside(board, 0, found.Grid.Count - 1, nameof(board));
        _laboratory.Repair(found, found.Grid.PlaceOf(board));
    }

    /// <summary>Ends the service. Jobs and boards stay as they are, and the jobs are kept, if there is a file for them.</summary>
    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        if (_classic is not null)
            await _classic.DisposeAsync().ConfigureAwait(false);
        if (_web is not null)
            await _web.DisposeAsync().ConfigureAwait(false);
        await _laboratory.DisposeAsync().ConfigureAwait(false);
    }

    private static LaboratoryOptions ToLaboratory(SpallocServerOptions options) => new()
    {
        Allocator = new AllocatorOptions
        {
            MaxOvertaking = options.MaxOvertaking,
            MaxRetiredJobs = options.MaxRetiredJobs,
            QueuePatience = options.QueuePatience,
            RestTime = options.RestTime,
        },
        PowerRetryDelay = options.PowerRetryDelay,
        StateFile = options.StateFile,
        TimeProvider = options.TimeProvider,
        LoggerFactory = options.LoggerFactory,
    };
}
