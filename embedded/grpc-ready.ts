import { connect } from 'node:http2';

/** Whether a Milvus server answers GetVersion at this address (host:port) within `timeoutMs`. */
export function answersMilvus(address: string, timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const finish = (answered: boolean) => {
      clearTimeout(timer);
      session.destroy();
      resolve(answered);
    };
    const timer = setTimeout(finish, timeoutMs, false);
    session.on('error', () => finish(false));
    const request = session.request({
      ':method': 'POST',
      ':path': '/milvus.proto.milvus.MilvusService/GetVersion',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    request.on('error', () => finish(false));
    request.on('response', (headers) => headers['grpc-status'] && finish(headers['grpc-status'] === '0'));
    request.on('trailers', (headers) => finish(headers['grpc-status'] === '0'));
    request.resume();
    // One gRPC frame: not compressed, an empty message.
    request.end(Buffer.alloc(5));
  });
}
