using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Benchmarks.Parts;

/// <summary>What each reply costs those who learn from it, and a batch the channel; each in the state it has after long use.</summary>
[MemoryDiagnoser]
public class AdaptationBenchmarks
{
    private readonly Channel<DatagramBatch> _channel = Channel.CreateBounded<DatagramBatch>(
        new BoundedChannelOptions(256) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    private readonly RoundTripEstimator _estimator = new(new ScpConnectionOptions().ToSettings("the benchmark"));
    private readonly CongestionWindow _limit = new(8, 8);
    private readonly ReorderingTolerance _tolerance = new(4);
    private long _order;

    [Benchmark(Description = "a batch through the channel, to a reader that is there")]
    public int PassBatch()
    {
        _channel.Writer.TryWrite(DatagramBatch.Rent());
        if (!_channel.Reader.TryRead(out DatagramBatch? batch))
            return 0;

        int count = batch.Count;
        batch.Return();
        return count;
    }

    [Benchmark(Description = "round trip to timeout")]
    public TimeSpan Estimate()
    {
        _estimator.Add(TimeSpan.FromMicroseconds(400 + (++_order & 63)));
        return _estimator.Timeout;
    }

    [Benchmark(Description = "reply to window")]
    public int Limit()
    {
        _limit.OnAnswered(++_order, _order + 8, wanted: true);
        return _limit.Value;
    }

    [Benchmark(Description = "order of replies to evidence of loss")]
    public int Evidence()
    {
        _tolerance.OnAnswered(overtakenBy: 0);
        return _tolerance.Threshold;
    }
}
