using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SpiNNMan.Async.Spalloc.Server.Jobs;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>One client of the classic protocol: reads its commands, answers each in turn, and tells it what changes meanwhile.</summary>
/// <remarks>A line that is no command ends the connection without a word.</remarks>
internal sealed class ClassicConnection : IChangeListener
{
    /// <summary>No command is longer.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly Laboratory _laboratory;
    private readonly Socket _socket;
    private readonly OutputQueue _output;
    private readonly Subscriptions<int> _jobs = new();
    private readonly Subscriptions<string> _machines = new();
    private readonly ClassicCommands _commands;

    public ClassicConnection(Laboratory laboratory, Socket socket, string version)
    {
        _laboratory = laboratory;
        _socket = socket;
        _output = new OutputQueue(() => socket.Close(timeout: 0));
        IPAddress host = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        _commands = new ClassicCommands(laboratory, version, (host.IsIPv4MappedToIPv6 ? host.MapToIPv4() : host).ToString(), _jobs, _machines);
    }

    /// <summary>Serves the client until it or the service ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(_socket, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _laboratory.Add(this);
            try
            {
                Task sending = SendAsync(stream, end);
                await ReadAsync(stream, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _output.End();
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                _laboratory.Remove(this);
            }
        }
    }

    public void OnChanged(IReadOnlyList<int> jobs, IReadOnlyList<string> machines)
    {
        if (_jobs.Select(jobs) is { Length: > 0 } changedJobs)
            _output.Add(PythonJson.WriteLine(writer => writer.WriteNumbers("jobs_changed", changedJobs)));
        if (_machines.Select(machines) is { Length: > 0 } changedMachines)
            _output.Add(PythonJson.WriteLine(writer => WriteTexts(writer, "machines_changed", changedMachines)));
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, string[] texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>Sends what is to be sent. When that fails, the reading ends as well.</summary>
    private async Task SendAsync(Stream stream, CancellationTokenSource end)
    {
        try
        {
            await _output.SendAllAsync(stream, end.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (!TryExecute(rest.Slice(0, end)))
                    return;

                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > LongestLine || read.IsCompleted)
                return;

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Carries out a line.</summary>
    /// <returns>Whether the connection goes on.</returns>
    private bool TryExecute(ReadOnlySequence<byte> sequence)
    {
        byte[] line = sequence.ToArray();
        if (line.AsSpan().Trim(" \t\r\v\f"u8).IsEmpty)
            return true;
        if (line.Length > LongestLine || !ClassicCall.TryParse(line, out ClassicCall? call))
            return false;

        try
        {
            if (_commands.Execute(call) is not { } answer)
                return false;

            _output.Add(PythonJson.WriteLine(writer =>
            {
                writer.WritePropertyName("return");
                answer(writer);
            }));
        }
        catch (ClassicException exception)
        {
            _output.Add(PythonJson.WriteLine(writer => writer.WriteText("exception", exception.Message)));
        }

        return true;
    }
}
