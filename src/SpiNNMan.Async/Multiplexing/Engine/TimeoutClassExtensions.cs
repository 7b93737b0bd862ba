using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What the classes of command durations mean in time.</summary>
internal static class TimeoutClassExtensions
{
    extension(TimeoutClass timeoutClass)
    {
        /// <summary>How long the board itself may take, on top of a round trip.</summary>
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
