using System.Diagnostics;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace SpiNNMan.Async;

/// <summary>Cancels a test that takes too long, as NUnit's attribute of that name does, but gives it longer on a slow or busy computer. One that does not end then either ends the run, and is named.</summary>
/// <remarks>Being nearer than NUnit's, it is this one that tests of these namespaces get by the name.</remarks>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class CancelAfterAttribute(int milliseconds) : NUnit.Framework.CancelAfterAttribute(Pace.Scale(milliseconds)), IWrapTestMethod
{
    private readonly TimeSpan _deadline = Pace.Scale(TimeSpan.FromMilliseconds(milliseconds));

    public TestCommand Wrap(TestCommand command) => new Watched(command, (3 * _deadline) + TimeSpan.FromMinutes(1));

    /// <summary>A test that ignores its cancellation would keep the run from ending, without a word about which it is.</summary>
    private sealed class Watched(TestCommand inner, TimeSpan limit) : DelegatingTestCommand(inner)
    {
        public override TestResult Execute(TestExecutionContext context)
        {
            string name = context.CurrentTest.FullName;
            using var watch = new Timer(_ => End(name, limit), null, limit, Timeout.InfiniteTimeSpan);
            return innerCommand.Execute(context);
        }

        private static void End(string name, TimeSpan limit)
        {
            if (!Debugger.IsAttached)
                Environment.FailFast($"{name} has not ended within {limit.TotalSeconds:0} s, though it was cancelled long ago.");
        }
    }
}
