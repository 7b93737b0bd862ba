namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>Waits for errors on the thread that moves the clock: NUnit's own way to do it blocks that.</summary>
internal static class Catch
{
    public static async Task<T> AsyncOf<T>(Func<Task> act)
        where T : Exception
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"No {typeof(T).Name} came.");
    }
}
