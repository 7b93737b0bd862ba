using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The times of the classes of command durations.</summary>
internal static class TimeoutClassExtensions
{
    extension(TimeoutClass timeoutClass)
    {
        /// <summary>How long the board may take, in addition to a round trip.</summary>
        public TimeSpan Allowance => timeoutClass switch
        {
            TimeoutClass.Gathering => TimeSpan.FromMilliseconds(50),
            TimeoutClass.Flooding => TimeSpan.FromMilliseconds(200),
            TimeoutClass.Copying => TimeSpan.FromSeconds(6),
            TimeoutClass.Powering => TimeSpan.FromSeconds(10),
            _ => TimeSpan.Zero,
        };
    }
}
