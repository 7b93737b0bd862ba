using SpiNNMan.Async.Multiplexing.Transfers;

namespace SpiNNMan.Async.Access;

/// <summary>Tells progress to an object of a user. Its exceptions end the operation, and are never taken for errors of a board.</summary>
internal static class UserProgress
{
    /// <summary>Tells it.</summary>
    /// <exception cref="CallbackException">The object threw.</exception>
    public static void Tell<T>(this IProgress<T>? progress, T value)
    {
        try
        {
            progress?.Report(value);
        }
        catch (Exception exception) when (exception is not CallbackException)
        {
            throw CallbackException.OfProgress(exception);
        }
    }
}
