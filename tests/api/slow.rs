//! Clients that take their time: they lose their connection, and the others are answered.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use hustings::store::Store;
use hustings::web::{App, Config, Serving, serve};

const HEAD: Duration = Duration::from_millis(400);
/// A second for a busy machine.
const AT_LATEST: Duration = Duration::from_secs(5);

/// A desk on a socket; it is open until the tests end.
fn open() -> SocketAddr {
    let store = Store::temporary().expect("a store");
    let model = Serving::begin(&store, &[]).expect("a model");
    let mut config = Config { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..Config::default() };
    config.limits.head = HEAD;
    let app = App::new(store, model, config).expect("an application");
    let (told, address) = mpsc::channel();
    std::thread::spawn(move || serve(&app, |address| told.send(address).expect("a listener")));
    address.recv().expect("an address")
}

fn connected(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(AT_LATEST)).expect("a timeout");
    stream
}

/// How long it takes until the desk closes a connection.
fn until_closed(mut stream: TcpStream) -> Duration {
    let begun = Instant::now();
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
            panic!("the connection is still open")
        }
        _ => begun.elapsed(),
    }
}

#[test]
fn who_says_nothing_or_speaks_too_slowly_is_not_listened_to_for_long() {
    let address = open();
    let silent = connected(address);
    let mut slow = connected(address);
    slow.write_all(b"POST /api/v1/predict HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a").expect("some bytes");
    // A request on a connection of its own is answered meanwhile, and that connection is not kept for ever either.
    let mut quick = connected(address);
    quick.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").expect("a request");
    let mut start = [0; 15];
    quick.read_exact(&mut start).expect("an answer");
    assert_eq!(&start, b"HTTP/1.1 200 OK");
    for stream in [silent, slow, quick] {
        assert!(until_closed(stream) < AT_LATEST);
    }
}
