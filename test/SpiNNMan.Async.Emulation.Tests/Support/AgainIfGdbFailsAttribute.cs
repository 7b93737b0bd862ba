using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace SpiNNMan.Async.Emulation.Tests.Support;

/// <summary>Runs a test again that GDB ended by a defect of its own, twice at most. GDB 13 loses count of a thread that stops late, without a fault of what it debugs. Every other failure stays one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AgainIfGdbFailsAttribute : NUnitAttribute, IRepeatTest
{
    private const int MostRuns = 3;

    public TestCommand Wrap(TestCommand command) => new Again(command);

    private sealed class Again(TestCommand inner) : DelegatingTestCommand(inner)
    {
        public override TestResult Execute(TestExecutionContext context)
        {
            for (int run = 1; ; run++)
            {
                TestResult result = Run(context);
                if (run == MostRuns || result.Message?.Contains(GdbProcess.Defect, StringComparison.Ordinal) != true)
                    return result;

                TestContext.Progress.WriteLine($"{context.CurrentTest.Name}: GDB failed, and the test runs again. {result.Message}");
                context.CurrentResult = context.CurrentTest.MakeTestResult();
                context.CurrentRepeatCount++;
            }
        }

        private TestResult Run(TestExecutionContext context)
        {
            try
            {
                context.CurrentResult = innerCommand.Execute(context);
            }
            catch (Exception exception)
            {
                context.CurrentResult.RecordException(exception);
            }

            return context.CurrentResult;
        }
    }
}
