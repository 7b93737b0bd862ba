using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Routing;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The memories and routers of the chips of jobs, for clients that cannot send datagrams. The boards must be booted.</summary>
internal sealed class MemoryResources(Laboratory laboratory)
{
    /// <summary>No chip has more in one piece.</summary>
    public const long LargestSize = 128 << 20;

    /// <summary>How much is read or written at a time.</summary>
    private const int PieceSize = 64 * 1024;

    private const int FilterCount = 16;

    /// <summary>Sets all counters of a router to 0, and leaves them counting.</summary>
    private const uint ClearAndCount = uint.MaxValue;

    public async Task ReadAsync(WebExchange exchange)
    {
        (ChipLocation chip, uint address) = Place(exchange);
        long size = exchange.Number("size", null, least: 1, greatest: LargestSize);
        CheckEnd(address, size);
        ScampConnection board = await ConnectAsync(exchange).ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            var piece = new byte[Math.Min(PieceSize, size)];
            for (long done = 0; done < size; done += piece.Length)
            {
                Memory<byte> part = piece.AsMemory(0, (int)Math.Min(piece.Length, size - done));
                await board.ReadMemoryAsync(new CoreLocation(chip, 0), (uint)(address + done), part, cancellationToken: exchange.Aborted).ConfigureAwait(false);
                if (done == 0)
                {
                    // Only now is it known that the board answers.
                    exchange.Response.ContentType = "application/octet-stream";
                    exchange.Response.ContentLength = size;
                }

                await exchange.Response.Body.WriteAsync(part, exchange.Aborted).ConfigureAwait(false);
            }
        }
    }

    public async Task WriteAsync(WebExchange exchange)
    {
        (ChipLocation chip, uint address) = Place(exchange);
        if (exchange.Request.ContentLength is { } length)
            CheckEnd(address, length);

        ScampConnection board = await ConnectAsync(exchange).ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            var piece = new byte[PieceSize];
            long done = 0;
            int read;
            while ((read = await exchange.Request.Body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, exchange.Aborted).ConfigureAwait(false)) > 0)
            {
                CheckEnd(address, done + read);
                await board.WriteMemoryAsync(new CoreLocation(chip, 0), (uint)(address + done), piece.AsMemory(0, read), cancellationToken: exchange.Aborted).ConfigureAwait(false);
                done += read;
            }
        }

        await exchange.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    /// <summary>Clears the routes and the counters of all chips of a job, and sets filters of counters.</summary>
    public async Task ResetRoutersAsync(WebExchange exchange)
    {
        (int Position, uint Word)[] filters = [.. exchange.Request.Query.Select(static entry => ReadFilter(entry.Key, entry.Value.ToString()))];
        JobSnapshot job = Use(laboratory, exchange);
        ScampConnection board = await ConnectAsync(exchange).ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            int done = 0;
            SpinnakerException? failure = null;
            foreach (ChipLocation chip in ChipsOf(job.Machine!.Grid, job.Placement!))
            {
                try
                {
                    await ResetRouterAsync(board, chip, filters, exchange.Aborted).ConfigureAwait(false);
                    done++;
                }
                catch (ScpResultException exception)
                {
                    // Dead chips have no router.
                    failure ??= exception;
                }
            }

            if (done == 0 && failure is not null)
                throw failure;
        }

        await exchange.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    private static async Task ResetRouterAsync(ScampConnection board, ChipLocation chip, (int Position, uint Word)[] filters, CancellationToken cancellationToken)
    {
        await board.ExecuteAsync(new RouterClear(chip), cancellationToken).ConfigureAwait(false);
        foreach ((int position, uint word) in filters)
            await board.WriteMemoryAsync(new CoreLocation(chip, 0), MemoryMap.GetRouterFilterAddress(position), Word(word), cancellationToken: cancellationToken).ConfigureAwait(false);

        await board.WriteMemoryAsync(new CoreLocation(chip, 0), MemoryMap.RouterDiagnosticControl, Word(ClearAndCount), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Word(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static (int Position, uint Word) ReadFilter(string name, string value) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position < FilterCount && uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out uint word)
            ? (position, word)
            : throw WebFailureException.BadArgument("filters are INDEX=WORD, with an index of 0 to 15 and a word of 32 bits");

    private static IEnumerable<ChipLocation> ChipsOf(BoardGrid grid, Placement placement) =>
        from board in placement.Boards
        let corner = BoardGrid.CornerOf(board)
        from y in Enumerable.Range(0, TriadGeometry.BoardSize)
        from x in Enumerable.Range(0, TriadGeometry.BoardSize)
        where TriadGeometry.IsOnBoard(x, y)
        let chip = placement.ToJob(grid, corner.X + x, corner.Y + y)
        select new ChipLocation((byte)chip.X, (byte)chip.Y);

    /// <summary>The chip and the address of a request.</summary>
    public static (ChipLocation Chip, uint Address) Place(WebExchange exchange) =>
        (new ChipLocation((byte)exchange.Number("x", null, greatest: byte.MaxValue), (byte)exchange.Number("y", null, greatest: byte.MaxValue)), (uint)exchange.Number("address", null, greatest: uint.MaxValue));

    /// <summary>Refuses what goes beyond the end of the addresses.</summary>
    public static void CheckEnd(uint address, long size)
    {
        if (size > LargestSize || address + size > 1L + uint.MaxValue)
            throw WebFailureException.BadArgument("a chip has not that much memory from there on");
    }

    /// <summary>The job of a request, which has boards. It counts as used.</summary>
    public static JobSnapshot Use(Laboratory laboratory, WebExchange exchange)
    {
        JobSnapshot job = laboratory.KeepAlive(exchange.JobId(), exchange.Host) ?? throw WebFailureException.NotFound("job");
        return job.HasBoards ? job : throw new WebFailureException(StatusCodes.Status404NotFound, "the job has no boards");
    }

    /// <summary>Connects to the board that the chips of a job are counted from.</summary>
    private async Task<ScampConnection> ConnectAsync(WebExchange exchange)
    {
        JobSnapshot job = Use(laboratory, exchange);
        LabMachine machine = job.Machine!;
        return await ScampConnection.ConnectAsync(
            machine.EndPointOf(job.Placement!.Corner, LabMachine.CommandPort), new ScampConnectionOptions { Network = machine.Network }, exchange.Aborted).ConfigureAwait(false);
    }
}
