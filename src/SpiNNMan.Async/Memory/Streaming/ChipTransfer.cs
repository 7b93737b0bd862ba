using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Moves one block of memory of a chip: what can be streamed by a stream, the bytes beside whole words and all else by SCP.</summary>
/// <param name="scamp">The connection to the board of the chip.</param>
/// <param name="chips">How the chips can be reached.</param>
/// <param name="chip">The chip.</param>
/// <param name="options">The wishes of the caller.</param>
/// <param name="counts">Counts what happens.</param>
internal sealed class ChipTransfer(ScampConnection scamp, StreamedChips chips, ChipLocation chip, StreamingOptions options, TransferCounts counts)
{
    private const int Word = sizeof(uint);
    private const ulong MemoryEnd = MemoryMap.SdramUnbuffered;
    private const int SamplePieces = 8;
    private const int SampleBytes = 256;

    public async Task ReadAsync(uint address, Memory<byte> destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        (int head, int body) = Split(address, destination.Length);
        if (FindReason(address, destination.Length, body) is { } reason)
        {
            await ReadPlainlyAsync(address, destination, reason, progress, cancellationToken).ConfigureAwait(false);
            return;
        }

        await ReadByScpAsync(address, destination[..head], cancellationToken).ConfigureAwait(false);
        await ReadByScpAsync(address + (uint)(head + body), destination[(head + body)..], cancellationToken).ConfigureAwait(false);
        await StreamAsync(
            (board, monitor) => new StreamReader(board, monitor, counts).ReadAsync(address + (uint)head, destination.Slice(head, body), Within(progress, head, destination.Length), cancellationToken),
            body,
            why => ReadPlainlyAsync(address + (uint)head, destination.Slice(head, body), why, progress: null, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        progress.Tell(new TransferProgress(destination.Length, destination.Length));
        if (await FindDifferenceAsync(address, destination, cancellationToken).ConfigureAwait(false) is null)
            return;

        counts.Add(sum => sum with { Repaired = sum.Repaired + destination.Length });
        await ReadByScpAsync(address, destination, cancellationToken).ConfigureAwait(false);
    }

    public async Task WriteAsync(uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        (int head, int body) = Split(address, data.Length);
        if (FindReason(address, data.Length, body) is { } reason)
        {
            await WritePlainlyAsync(address, data, reason, progress, cancellationToken).ConfigureAwait(false);
            return;
        }

        await WriteByScpAsync(address, data[..head], cancellationToken).ConfigureAwait(false);
        await WriteByScpAsync(address + (uint)(head + body), data[(head + body)..], cancellationToken).ConfigureAwait(false);
        await StreamAsync(
            (board, _) => new StreamWriter(board, chips.PlaceOf(chip), counts).WriteAsync(address + (uint)head, data.Slice(head, body), Within(progress, head, data.Length), cancellationToken),
            body,
            why => WritePlainlyAsync(address + (uint)head, data.Slice(head, body), why, progress: null, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        progress.Tell(new TransferProgress(data.Length, data.Length));
        if (await FindDifferenceAsync(address, data, cancellationToken).ConfigureAwait(false) is null)
            return;

        counts.Add(sum => sum with { Repaired = sum.Repaired + data.Length });
        await WriteByScpAsync(address, data, cancellationToken).ConfigureAwait(false);
        if (await FindDifferenceAsync(address, data, cancellationToken).ConfigureAwait(false) is { } place)
            throw new StreamingException($"Chip {chip} does not keep what was written: 0x{place:X8} differs when it is read back, also after it was written again by SCP. Is that memory in use?");
    }

    /// <summary>The bytes before the first whole word, and those of whole words.</summary>
    private static (int Head, int Body) Split(uint address, int length)
    {
        int head = Math.Min(length, (int)(-address & (Word - 1)));
        return (head, (length - head) & ~(Word - 1));
    }

    private static Shifted? Within(IProgress<TransferProgress>? progress, int before, int total) =>
        progress is null ? null : new Shifted(progress, before, total);

    /// <summary>Why the block goes by SCP; <see langword="null"/> if it is streamed.</summary>
    private string? FindReason(uint address, int length, int body)
    {
        if (options.UsesScpOnly)
            return "the options say so";
        if (body == 0 || length < options.SmallestStream)
            return $"it has fewer than {options.SmallestStream} bytes";
        if (address < MemoryMap.Sdram || address + (ulong)length > MemoryEnd)
            return "only SDRAM can be streamed, by its addresses from 0x60000000 on";
        return chips.FindReason(chip);
    }

    private async Task StreamAsync(Func<BoardStream, CoreLocation, Task> stream, int bytes, Func<string, Task> plainly, CancellationToken cancellationToken)
    {
        string? reason;
        BoardStream board = chips.BoardOf(chip)!;
        await board.Gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // It may have failed while this transfer waited.
            reason = chips.FindReason(chip);
            if (reason is null)
            {
                counts.Add(sum => sum with { StreamedBytes = sum.StreamedBytes + bytes });
                await stream(board, chips.MonitorOf(chip)).ConfigureAwait(false);
            }
        }
        catch (StreamFailure failure)
        {
            reason = failure.Message;
            counts.Add(sum => sum with { StreamedBytes = sum.StreamedBytes - bytes });
            chips.Note(chip, failure);
        }
        finally
        {
            board.Gate.Leave();
        }

        if (reason is not null)
            await plainly(reason).ConfigureAwait(false);
    }

    /// <summary>Compares memory with the bytes, as far as the options say.</summary>
    /// <returns>The first address that differs; <see langword="null"/> if none does.</returns>
    private async Task<uint?> FindDifferenceAsync(uint address, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken)
    {
        if (options.Verification == StreamingVerification.None)
            return null;

        if (options.Verification == StreamingVerification.Full)
        {
            var all = new byte[expected.Length];
            var plain = new ChipTransfer(scamp, chips, chip, options with { Verification = StreamingVerification.None }, new TransferCounts());
            await plain.ReadAsync(address, all, progress: null, cancellationToken).ConfigureAwait(false);
            return Difference(address, all, expected.Span);
        }

        for (int piece = 0; piece < SamplePieces; piece++)
        {
            int length = Math.Min(SampleBytes, expected.Length);
            int at = (int)((expected.Length - length) * (long)piece / (SamplePieces - 1));
            byte[] found = await scamp.ReadMemoryAsync(chip, address + (uint)at, length, cancellationToken).ConfigureAwait(false);
            if (Difference(address + (uint)at, found, expected.Span.Slice(at, length)) is { } place)
                return place;
        }

        return null;
    }

    private static uint? Difference(uint address, ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected)
    {
        int same = found.CommonPrefixLength(expected);
        return same == expected.Length ? null : address + (uint)same;
    }

    private Task ReadPlainlyAsync(uint address, Memory<byte> destination, string reason, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        counts.AddFallback(chip, destination.Length, reason);
        return scamp.ReadMemoryAsync(chip, address, destination, progress, cancellationToken).AsTask();
    }

    private Task WritePlainlyAsync(uint address, ReadOnlyMemory<byte> data, string reason, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        counts.AddFallback(chip, data.Length, reason);
        return scamp.WriteMemoryAsync(chip, address, data, progress, cancellationToken).AsTask();
    }

    private Task ReadByScpAsync(uint address, Memory<byte> destination, CancellationToken cancellationToken) =>
        destination.IsEmpty ? Task.CompletedTask : scamp.ReadMemoryAsync(chip, address, destination, progress: null, cancellationToken).AsTask();

    private Task WriteByScpAsync(uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        data.IsEmpty ? Task.CompletedTask : scamp.WriteMemoryAsync(chip, address, data, progress: null, cancellationToken).AsTask();

    private sealed class Shifted(IProgress<TransferProgress> progress, int before, int total) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => progress.Tell(new TransferProgress(before + value.BytesDone, total));
    }
}
